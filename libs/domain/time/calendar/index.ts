export * from './edition.js';
export { type OpenHours, type Weekday, WEEKDAYS } from './hours.js';
export * from './explain.js';
export * from './explanation.js';
export * from './working-time.js';
export { type OpenWindow } from './timetable.js';
export { type ClockChange } from './zone-clock.js';
