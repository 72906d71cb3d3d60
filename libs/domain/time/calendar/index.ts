export * from './edition.js';
export { type OpenHours, type Weekday, WEEKDAYS } from './hours.js';
export * from './working-time.js';
