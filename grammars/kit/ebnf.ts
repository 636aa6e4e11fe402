import {
  Alternation,
  Alternative,
  type BaseParser,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  Terminal,
} from 'chevrotain';

/**
 * A parser's productions as a tree, for the generated pages: EBNF as text here, railroad diagrams in `scripts/`.
 * Chevrotain records what its rules do when a parser is built; this is that record, without what is only technical.
 */
export type Production =
  | { readonly is: 'token'; readonly name: string }
  | { readonly is: 'rule'; readonly name: string }
  | { readonly is: 'sequence'; readonly of: readonly Production[] }
  | { readonly is: 'choice'; readonly of: readonly Production[] }
  | { readonly is: 'optional' | 'repeated' | 'several'; readonly of: Production };

export interface Rule {
  readonly name: string;
  readonly production: Production;
}

function treeOf(production: IProduction): Production {
  if (production instanceof Terminal) return { is: 'token', name: production.terminalType.name };
  if (production instanceof NonTerminal) return { is: 'rule', name: production.nonTerminalName };
  if (production instanceof Alternation) return { is: 'choice', of: production.definition.map(treeOf) };
  const inside = 'definition' in production ? sequence(production.definition as IProduction[]) : sequence([]);
  if (production instanceof Option) return { is: 'optional', of: inside };
  if (production instanceof Repetition) return { is: 'repeated', of: inside };
  if (production instanceof RepetitionMandatory) return { is: 'several', of: inside };
  if (production instanceof Alternative) return inside;
  return inside;
}

function sequence(productions: readonly IProduction[]): Production {
  const of = productions.map(treeOf);
  const only = of.length === 1 ? of[0] : undefined;
  return only ?? { is: 'sequence', of };
}

/** The rules of a parser, the start rule first, then in the order in which they are used. */
export function rulesOf(parser: BaseParser, start: string): readonly Rule[] {
  const all = parser.getGAstProductions();
  const rules: Rule[] = [];
  const visit = (name: string): void => {
    const rule = all[name];
    if (rule === undefined || rules.some((known) => known.name === name)) return;
    const production = sequence(rule.definition);
    rules.push({ name, production });
    for (const used of usedBy(production)) visit(used);
  };
  visit(start);
  return rules;
}

function usedBy(production: Production): string[] {
  switch (production.is) {
    case 'rule':
      return [production.name];
    case 'token':
      return [];
    case 'sequence':
    case 'choice':
      return production.of.flatMap(usedBy);
    default:
      return usedBy(production.of);
  }
}

/** EBNF (ISO 14977's signs): `[ x ]` optional, `{ x }` any number, `x, { x }` at least one; tokens in capitals as the lexer names them. */
export function ebnfOf(rules: readonly Rule[]): string {
  return rules.map(({ name, production }) => `${name} = ${shown(production, 'rule', name.length + 3)} ;`).join('\n');
}

const WIDTH = 110;

function shown(production: Production, within: 'rule' | 'sequence' | 'choice' | 'brackets', indent: number): string {
  switch (production.is) {
    case 'token':
    case 'rule':
      return production.name;
    case 'sequence': {
      if (production.of.length === 0) return '(* nothing *)';
      return production.of.map((part) => shown(part, 'sequence', indent)).join(', ');
    }
    case 'choice': {
      const parts = production.of.map((part) => shown(part, 'choice', indent));
      const line = parts.join(' | ');
      // choices in parentheses inside sequences: `|` binds less than `,`
      if (within === 'sequence') return `( ${line} )`;
      return line.length + indent <= WIDTH || within !== 'rule' ? line : parts.join(`\n${' '.repeat(Math.max(0, indent - 2))}| `);
    }
    case 'optional':
      return `[ ${shown(production.of, 'brackets', indent)} ]`;
    case 'repeated':
      return `{ ${shown(production.of, 'brackets', indent)} }`;
    case 'several': {
      const inside = shown(production.of, 'brackets', indent);
      return `${production.of.is === 'choice' ? `( ${inside} )` : inside}, { ${inside} }`;
    }
  }
}
