import usage from '../../grammars/usage/index.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(usage);
