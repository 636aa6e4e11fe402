// Prints what the packed program would work out of its grammars at each start (grammars/kit/prepared.ts), as JSON: of every grammar, and of
// the parsers of prompts, commands and values that the story comes to.
import { grammars } from '../grammars/index.ts';
import { asked } from '../grammars/kit/prepared.ts';
import { recognise } from '../grammars/kit/server-messages/match.ts';
import { analyse, openInputs } from '../src/index.ts';
import { needsOf, startsOf } from './needs.ts';

for (const grammar of grammars) {
  grammar.lexer.tokenize('');
  grammar.parser();
  grammar.opens('', []);
}
recognise('');
await analyse(openInputs(['samples/cases/story/bundle.md']), { lang: 'en', version: '' });
const patterns = Array.from(
  asked?.patterns ?? [],
  ([key, pattern]) => [key, key.startsWith('needs ') ? JSON.stringify(needsOf(pattern)) : startsOf(pattern)] as const,
);
process.stdout.write(JSON.stringify(Object.fromEntries([...(asked?.values ?? []), ...patterns])));
