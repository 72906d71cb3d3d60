import { parseDuration, type Terms, timeZone } from '#kept/domain';
import { type Mapping } from '../mapping/mapping.js';
import { type CompiledInput, compileInput } from './input.js';
import { type Defaults, Scope } from './scope.js';

export { type ReadEntry } from './entry.js';
export { type CompiledInput, type Meaning } from './input.js';
export { type Row } from './scope.js';

/** A mapping as functions, one set per input. */
export function compileMapping(mapping: Mapping): ReadonlyMap<string, CompiledInput> {
  const defaults: Defaults = {
    timeZone: timeZone(mapping.timeZone),
    timeFormat: mapping.timeFormat,
    disambiguation: mapping.disambiguation,
  };
  // Nobody's policy stood behind promises of the past; only what was tolerated may be known.
  const terms: Terms = { policy: 'none', tolerance: parseDuration(mapping.tolerance) };
  const kept = new Map<string, string[]>(Object.keys(mapping.inputs).map((name) => [name, []]));
  const inputs = new Map<string, CompiledInput>();
  for (const [name, input] of Object.entries(mapping.inputs))
    inputs.set(name, compileInput(name, input, new Scope(defaults), terms, kept));
  // Now that every join has said what it wants of its partner, the partners' files are asked for it.
  for (const input of inputs.values()) input.kept();
  return inputs;
}
