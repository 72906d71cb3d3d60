export * from './calendar-not-imported.js';
export * from './import-calendar.js';
export * from './weekly-hours.js';
