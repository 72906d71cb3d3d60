export * from './ports.js';
export { type Outcome } from './sending/exchange.js';
export { AllowList } from './sending/guard/allow-list.js';
export { type TargetProblem, targetProblem } from './sending/guard/target.js';
export { HttpSender, type Request, type Sender, type SenderParts } from './sending/sender.js';
export { type Message, NoLiveKey, signedHeaders } from './signing/sign.js';
