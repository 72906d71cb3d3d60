export { BareClient } from './bare.fixture.js';
export { Line } from './line.fixture.js';
export { type Ends, seed } from './seed.fixture.js';
export { EventStoreDBDouble } from './server.fixture.js';
