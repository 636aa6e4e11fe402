import { backup } from './backup.ts';
import { complaints } from './complaints.ts';
import { initdb } from './initdb.ts';
import { network } from './network.ts';
import { packages } from './packages.ts';
import { security } from './security.ts';
import type { Shape } from './shape.ts';
import { ssh } from './ssh.ts';
import { storage } from './storage.ts';
import { system } from './system.ts';
import { terminal } from './terminal.ts';
import { time } from './time.ts';

/** Every shape, the more particular ones first: the lexer takes the first that fits the whole line. */
export const SHAPES: readonly Shape[] = [
  ...time,
  ...initdb,
  ...network,
  ...storage,
  ...security,
  ...ssh,
  ...system,
  ...packages,
  ...backup,
  ...complaints,
  ...terminal,
];
