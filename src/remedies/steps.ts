/** Steps of a remedy. A remedy is made by `remedy`, which takes a closing verify as an argument of its own: without one it does not compile. */
import { contained } from '../commands/command.ts';
import type { Command, Remedy, Risk, Step } from '../core/finding.ts';
import { type Message, texts } from '../core/text.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';

export interface StepParts {
  readonly title: Message;
  readonly command: Command;
  /** What to see before going on. */
  readonly expect: Message;
  /** Defaults to the OS user of the server on that node. */
  readonly runAs?: string | null;
  readonly undo?: Message;
}

/** Where steps run: a node of a cluster, or a place that the reader chooses. */
export interface On {
  readonly cluster: Cluster;
  readonly node: Node | null;
  /** The machine, where it is known and no node of the cluster is. */
  readonly host?: string | null;
  /** Which node that is, in words, where the bundle does not name it: this node unless said; `any` only where it does not matter. */
  readonly where?: Message | 'any';
}

const runsAs = (on: On, parts: StepParts): string | null =>
  parts.runAs !== undefined
    ? parts.runAs
    : (on.node?.osUser ?? on.cluster.nodes.map((node) => node.osUser).find((user) => user !== null) ?? null);

/** Which machine, where the bundle does not name it. */
export const where = texts(() => ({
  here: { en: 'this node', 'zh-CN': '本节点' },
  standby: { en: 'the standby', 'zh-CN': '备机' },
  upstream: { en: 'the upstream', 'zh-CN': '上游节点' },
  primary: { en: 'the primary', 'zh-CN': '主机' },
  witness: { en: 'the machine of the witness', 'zh-CN': 'witness 机器' },
}));

/** A standby that the bundle may not name. */
export const onStandby = (cluster: Cluster, node: Node | null): On => ({ cluster, node, where: where.standby() });

/** The node that the remedy is about, which the bundle may not name. */
export const onThis = (cluster: Cluster, node: Node | null): On => ({ cluster, node, where: where.here() });

/** Nothing where the node has a name, and nothing where any will do. */
function whereIs(on: On): { readonly where?: Message } {
  if (on.node?.name != null || on.host != null) return {};
  const told = on.where ?? where.here();
  return told === 'any' ? {} : { where: told };
}

const base = (on: On, parts: StepParts) => ({
  title: parts.title,
  node: on.node?.name ?? on.host ?? null,
  ...whereIs(on),
  runAs: runsAs(on, parts),
  command: contained(parts.command),
  expect: parts.expect,
  undo: parts.undo ?? null,
});

/** Reads only: look before a change. */
export function check(on: On, parts: StepParts): Step {
  return { kind: 'check', risk: 'read-only', ...base(on, parts) };
}

/** Changes something; says how to take it back where there is a way. */
export function change(on: On, risk: Exclude<Risk, 'read-only'>, parts: StepParts & { readonly undo: Message }): Step {
  return { kind: 'change', risk, ...base(on, parts) };
}

/** Reads only: see that it worked. */
export function verify(on: On, parts: StepParts): Step {
  return { kind: 'verify', risk: 'read-only', ...base(on, parts) };
}

/** A remedy whose last step verifies. Checks that come after a change are verifications: the order is enforced by a test of every cause. */
export function remedy(parts: {
  readonly id: string;
  readonly title: Message;
  readonly recommended?: boolean;
  readonly caution?: Message | null;
  readonly steps: readonly Step[];
  readonly closing: Step & { readonly kind: Step['kind'] };
}): Remedy {
  return {
    id: parts.id,
    title: parts.title,
    recommended: parts.recommended ?? true,
    caution: parts.caution ?? null,
    steps: [...parts.steps, parts.closing],
  };
}

/** Undo texts that many steps share. */
export const undo = texts(() => ({
  nothing: { en: 'Nothing to undo: nothing is changed.', 'zh-CN': '无需回退：未做任何修改。' },
  none: { en: 'Cannot be undone.', 'zh-CN': '无法回退。' },
}));
