import fc from 'fast-check';
import { SEED } from './seed.js';

// Before each spec. Properties that name a seed of their own keep it.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
