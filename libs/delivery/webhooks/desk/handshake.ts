import { type DeliveryDesk, type Endpoint } from '../ports.js';
import { type Sender } from '../sending/sender.js';

/**
 * Asks whether deliveries are welcome (CloudEvents 1.0, HTTP 1.1 Web Hooks, §4.1): the endpoint answers with the origin it
 * allows, or with any, and may say how many requests a minute it takes.
 */
export async function handshake(
  { subscription, url }: Pick<Endpoint, 'subscription' | 'url'>,
  { sender, origin }: { sender: Sender; origin: string },
): ReturnType<DeliveryDesk['handshake']> {
  const request = { 'webhook-request-origin': origin };
  const answer = await sender.send({ subscription, url, method: 'OPTIONS', headers: request });
  const { status, failure, headers = {} } = answer;
  const said = headers['webhook-allowed-origin'];
  const rate = headers['webhook-allowed-rate'];
  return {
    allowed: failure === undefined && (said === '*' || said === origin),
    ...(status !== undefined && { status }),
    ...(typeof rate === 'string' && { rate }),
    ...(failure !== undefined && { failure }),
  };
}
