// Prints what the packed program would work out of its grammars at each start (grammars/kit/prepared.ts), as JSON: of every grammar, and of
// the parsers of prompts, commands and values that the story comes to.
import { grammars } from '../grammars/index.ts';
import { worked } from '../grammars/kit/prepared.ts';
import { analyse, openInputs } from '../src/index.ts';

for (const grammar of grammars) {
  grammar.lexer.tokenize('');
  grammar.parser();
}
await analyse(openInputs(['samples/cases/story/bundle.md']), { lang: 'en', version: '' });
process.stdout.write(JSON.stringify(worked));
