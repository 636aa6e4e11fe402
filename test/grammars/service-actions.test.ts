import serviceActions from '../../grammars/service-actions/index.ts';
import { grammarTester } from '../support/grammar-tester.ts';

grammarTester(serviceActions);
