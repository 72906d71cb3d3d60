import { parse } from 'yaml';

/** What of a Compose file the laws look at. */
export interface Compose {
  services: Record<string, Service>;
  volumes?: Record<string, unknown>;
  networks?: Record<string, unknown>;
  configs?: Record<string, { file?: string }>;
  secrets?: Record<string, { file?: string }>;
}

export interface Service {
  image?: string;
  profiles?: string[];
  restart?: string;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test?: unknown };
  depends_on?: Record<string, { condition?: string }>;
  ports?: string[];
  volumes?: string[];
  secrets?: string[];
  stop_grace_period?: string;
}

/** With what is merged into each service, as Compose sees it; variables stand as they are written. */
export const composeIn = (text: string): Compose => parse(text, { merge: true }) as Compose;

/** A service that does its work and ends. */
export const isOnce = ({ restart }: Service): boolean => restart === 'no';
