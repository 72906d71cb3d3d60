/** The deliveries, where this process has a hand in them: a `DeliveryDesk`, or `undefined`. */
export const DELIVERY_DESK = Symbol('DeliveryDesk');
/** The subscriptions as delivery needs them: `Endpoints`. */
export const ENDPOINTS = Symbol('Endpoints');
