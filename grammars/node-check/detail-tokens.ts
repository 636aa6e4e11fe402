import { createToken } from 'chevrotain';
import { lexerOf } from '../kit/config.ts';
import { Anything, Blank } from '../kit/tokens.ts';

/** `134`; in `repmgr_slot_2` the number belongs to the name. */
export const Count = createToken({ name: 'Count', pattern: /-?\d+(?![0-9A-Za-z_])/ });
/** `critical threshold:`, `warning threshold:`, `threshold:` */
export const Threshold = createToken({ name: 'Threshold', pattern: /(?:(?:critical|warning) )?threshold[:：]/ });
/** `missing:` of downstream nodes, `are missing:` of slots. */
export const Missing = createToken({ name: 'Missing', pattern: /missing[:：]/ });
/** `(ID: 3)` behind a node's name. */
export const Id = createToken({ name: 'Id', pattern: /\(ID: ?-?\d+\)/ });
export const Comma = createToken({ name: 'Comma', pattern: /[,，;]/ });
export const Bracket = createToken({ name: 'Bracket', pattern: /[()（）]+/ });
/** The part of a --nagios line behind the bar: `files=134;16;128`, `attached=1, missing=1`. */
export const Perf = createToken({ name: 'Perf', pattern: /\|[^\n]*/ });
export const Quoted = createToken({ name: 'Quoted', pattern: /["“”][^"“”\n]*["“”]/ });
export const Name = createToken({ name: 'Name', pattern: /[!#-&*+\-./:<->?-{}-\u201B\u201E-\uFF07\uFF0A\uFF0B\uFF0D-\uFFFF0-9]+/ });
/** `1 of 2`; a node may be called so, too. */
export const Of = createToken({ name: 'Of', pattern: /of/, longer_alt: Name, categories: Name });

export const detailTokens = [Blank, Count, Of, Threshold, Missing, Id, Comma, Bracket, Perf, Quoted, Name, Anything];
export const detailLexer = lexerOf(detailTokens);
