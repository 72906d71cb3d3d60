export * from './record-history/record-history.command.js';
