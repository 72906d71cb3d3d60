export { type ReadModel } from '#kept/read-model';

/** What queries read: injected by this token, because it is no class. */
export const READ_MODEL = Symbol('read model');
