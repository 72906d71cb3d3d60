import { Feed } from '#kept/delivery';
import { jest } from '@jest/globals';
import { type TestServer } from '../../../test/support/server.js';
import { OpenPlaces } from './open-places.js';

/** Sees the next stream, or waiting poll, begin to follow the feed, and let go of its place. */
export function nextReader({ running: { app } }: TestServer): { follows: Promise<void>; left: Promise<void> } {
  const [feed, places] = [app.get(Feed), app.get(OpenPlaces)];
  const [follow, take] = [feed.follow.bind(feed), places.take.bind(places)];
  const follows = new Promise<void>((resolve) => {
    jest.spyOn(feed, 'follow').mockImplementationOnce((...asked) => {
      resolve();
      return follow(...asked);
    });
  });
  const left = new Promise<void>((resolve) => {
    jest.spyOn(places, 'take').mockImplementationOnce((principal) => {
      const leave = take(principal);
      return () => {
        leave();
        resolve();
      };
    });
  });
  return { follows, left };
}
