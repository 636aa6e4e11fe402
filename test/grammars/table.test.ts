import table from '../../grammars/table/index.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(table);
