import { type Measured, printReport } from '../report.js';
import { benchIntake } from './intake.bench.js';
import { benchPromises } from './promises.bench.js';
import { benchQuestions } from './questions.bench.js';

const BENCHES: Record<string, () => Promise<Measured[]>> = {
  promises: benchPromises,
  intake: benchIntake,
  questions: benchQuestions,
};

const chosen = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES))
  if (chosen.length === 0 || chosen.includes(name)) printReport(name, await bench());
