export { type Owing, owingOf } from '../obligations/reference.fixture.js';
