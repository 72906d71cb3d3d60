import pg from 'pg';

/** A text of PostgreSQL has no NUL. No name has one either; where one is looked for, nothing is found. */
export function storable(parameter: unknown): unknown {
  return typeof parameter === 'string' && parameter.includes('\0') ? parameter.replaceAll('\0', '\uFFFD') : parameter;
}

/** Positions and instants are numbers here as everywhere; what no number can hold exactly is not made one. */
function integerOf(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (type, format) =>
  type === pg.types.builtins.INT8 && format !== 'binary' ? integerOf : (pg.types.getTypeParser(type, format) as never);

/** How what the server answers becomes values. */
export const TYPES: pg.CustomTypesConfig = { getTypeParser };
