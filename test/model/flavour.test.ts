import { describe, expect, it } from 'vitest';
import { clusterOf } from '../support/bundle.ts';

const listing = (host: string): string => `[root@${host} ~]# repmgr cluster show
 ID | Name  | Role    | Status    | Upstream | Location | Priority | Timeline | Connection string
----+-------+---------+-----------+----------+----------+----------+----------+-------------------
 1  | swan1 | primary | * running |          | default  | 100      | 1        | host=${host} user=repmgr
 2  | swan2 | standby |   running | swan1    | default  | 100      | 1        | host=swan2 user=repmgr
`;
const flavourOf = (text: string): string => clusterOf({ 't.txt': text }).flavour.name;

describe('the product of a bundle that does not say it', () => {
  it.each(['KES 集群', 'our KES: since Monday', 'V8R6 cluster', 'v8r6c7 两节点', 'it is V8R6.'])('is told around an output: %s', (words) =>
    expect(flavourOf(`${words}\n${listing('swan1')}`)).toBe('kingbasees'),
  );

  it.each(['kes', 'KES', 'v8r6', 'V8R6.lan', 'kes-1'])('is not told by the name of a host: %s', (host) =>
    expect(flavourOf(listing(host))).toBe('postgresql'),
  );
});
