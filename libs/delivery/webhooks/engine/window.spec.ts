import { type Position } from '#kept/event-store';
import { it } from '@jest/globals';
import fc from 'fast-check';
import { Window } from './window.js';

it('the cursor never passes what is not settled, and passes everything else', () => {
  const steps = fc.array(fc.oneof(fc.constant('read' as const), fc.constant('through' as const), fc.nat(4_000)), {
    minLength: 1_500,
    maxLength: 2_500,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const window = new Window(0n as Position);
      const unsettled = new Map<bigint, ReturnType<Window['add']>>();
      let position = 0n;
      for (const step of all) {
        if (step === 'read') unsettled.set((position += 3n), window.add(position as Position));
        else if (step === 'through') window.through((position += 3n) as Position);
        else if (unsettled.size > 0) {
          const [chosen, place] = [...unsettled][step % unsettled.size]!;
          unsettled.delete(chosen);
          window.settle(place);
          window.settle(place);
        }
        if (window.size !== unsettled.size) throw new Error(`${window.size} are said to be unsettled`);
        const [first] = unsettled.keys();
        const right = first === undefined ? position : first - 3n;
        if (window.cursor !== right) throw new Error(`the cursor is at ${window.cursor}, and not at ${right}`);
      }
    }),
    { numRuns: 10 },
  );
});
