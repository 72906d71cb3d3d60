import { type RefusalCode } from '#kept/domain';

/** Everything that can be refused, by the domain or on the way to it. */
export type MessageCode = RefusalCode | 'command-id-reused';
