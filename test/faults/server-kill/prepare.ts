import { type Connection } from './connection.js';
import { TEAMS } from './requests.js';

/** Registers the teams that promise. */
export async function prepare(admin: Connection): Promise<void> {
  for (const team of TEAMS) {
    const body = JSON.stringify({ team, name: team, timeZone: 'Asia/Shanghai' });
    const answer = await admin.ask({ method: 'POST', path: '/v1/teams', body });
    if (answer.status !== 201) throw new Error(`team ${team}: ${answer.body}`);
  }
  admin.close();
}
