import { pathToFileURL } from 'node:url';
import { built } from '../../support/server-process.js';
import './hurry.js';

/** Loaded before the server, this makes a mutant of it: the cursor is saved before what it has passed is acknowledged. */
interface Opened {
  through: (this: Opened, position: bigint) => void;
}

const { Window } = (await import(pathToFileURL(built('libs/delivery/webhooks/engine/window.js')).href)) as {
  Window: { prototype: Opened };
};
const { through } = Window.prototype;
const cursorOf = Object.getOwnPropertyDescriptor(Window.prototype, 'cursor')!;
const read = new WeakMap<Opened, bigint>();
Window.prototype.through = function (position) {
  read.set(this, position);
  through.call(this, position);
};
Object.defineProperty(Window.prototype, 'cursor', {
  get(this: Opened) {
    return read.get(this) ?? (cursorOf.get!.call(this) as bigint);
  },
});
