import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../../../test/support/server.js';

describe('health', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('is live from the beginning', async () => {
    expect(await server.get('/livez')).toMatchObject({ status: 200, body: { status: 'live' } });
  });
});
