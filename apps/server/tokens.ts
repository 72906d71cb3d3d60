/** What the server's parts are injected by. */
export const CONFIG = Symbol('Config');
export const WORKSPACE = Symbol('Workspace');
export const READINESS = Symbol('Readiness');
