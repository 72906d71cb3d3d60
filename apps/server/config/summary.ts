import { type Config, isSecret, masked, settingOf, type VariableName, VARIABLES } from './variables.js';

/** The configuration for a person to read, a variable a line; secrets are masked, also those within an address. */
export function summaryOf(config: Config): string {
  const names = Object.keys(VARIABLES) as VariableName[];
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${shown(name, config[settingOf(name)])}`).join('\n');
}

function shown(name: VariableName, value: Config[keyof Config]): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '–';
  if (isSecret(name)) return '••••••';
  if (typeof value === 'object') return Array.isArray(value) ? masked(value.join(', ')) : '…';
  return masked(String(value));
}
