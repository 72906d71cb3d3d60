export { EventStoreDBDouble } from './server.fixture.js';
