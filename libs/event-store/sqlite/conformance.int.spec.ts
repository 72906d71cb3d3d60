import { describeEventStoreConformance } from '../conformance/index.js';
import { openTemporaryEventStore } from '../testing/index.js';

describeEventStoreConformance('the embedded driver', openTemporaryEventStore);
