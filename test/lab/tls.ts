/** Certificates of the lab's servers: each signs its own. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { run } from './cluster/host.ts';
import type { Lab } from './cluster/lab.ts';

/** A new key and certificate where the server looks for them. */
export function certify(lab: Lab, node: number): void {
  const { data } = lab;
  lab.must(
    node,
    `openssl req -new -x509 -days 30 -nodes -subj /CN=${lab.hostName(node)} -out ${data}/server.crt -keyout ${data}/server.key && chmod 600 ${data}/server.key`,
  );
}

/** Encryption on, as the server starts with it. */
export function encrypt(lab: Lab, node: number): void {
  lab.set(node, 'ssl', 'on');
  lab.reload(node);
}

/** The other node's certificate becomes the root that a node trusts. */
export function trust(lab: Lab, whose: number, node: number): void {
  const folder = lab.path(node, 'home/.postgresql');
  mkdirSync(folder, { recursive: true });
  copyFileSync(lab.path(whose, 'data/server.crt'), `${folder}/root.crt`);
  run('chown', ['-R', 'postgres:', folder]);
}

/** A further word in what the standby connects with. */
export function connectWith(lab: Lab, node: number, words: string): void {
  const now = lab.query(node, 'show primary_conninfo').replace(/ ?sslmode=\S+/, '');
  lab.query(node, `alter system set primary_conninfo = '${`${now} ${words}`.replaceAll("'", "''")}'`);
  lab.reload(node);
}
