import { holdPromises } from './hold-promises.ts';
import '../support/vendor-verdict.ts';

holdPromises('aria');
