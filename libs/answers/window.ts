import { formatInstant, type PromisedWindow, type Settlement } from '#kept/domain';

/** A window as JSON has it. */
export function windowJson({ from, due, timeZone: spokenIn }: PromisedWindow) {
  return { ...(from !== undefined && { from: formatInstant(from) }), due: formatInstant(due), timeZone: spokenIn };
}

/** How a commitment ended, as JSON has it. */
export function settlementJson(settlement: Settlement) {
  const at = formatInstant(settlement.at);
  if (settlement.by === 'withdrawal') return { ...settlement, at };
  const { interval, ...rest } = settlement;
  return {
    ...rest,
    at,
    ...(interval && {
      interval: { notBefore: formatInstant(interval.notBefore), notAfter: formatInstant(interval.notAfter) },
    }),
  };
}
