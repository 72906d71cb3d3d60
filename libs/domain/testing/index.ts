export { type Owing, owingOf } from '../obligations/reference.fixture.js';
export { type Scenario } from './scenario.fixture.js';
export { SCENARIOS } from './scenarios.fixture.js';
export { on, spoken, spokenWindow } from './week.fixture.js';
