export { DEMO_NOW, demoHistories, type DemoOptions } from './demo-histories.js';
export { type DemoEntry, type DemoHistory } from './history.js';
export { STORY } from './story-names.js';
export * from './fill-demo.js';
