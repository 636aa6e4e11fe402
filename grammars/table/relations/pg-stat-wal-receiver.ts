import { columns, plain } from './relation.ts';

const V13 = columns(
  `pid status receive_start_lsn receive_start_tli written_lsn flushed_lsn received_tli last_msg_send_time last_msg_receipt_time
   latest_end_lsn latest_end_time slot_name sender_host sender_port conninfo`,
);
const V11 = V13.filter((column) => column !== 'flushed_lsn').map((column) => (column === 'written_lsn' ? 'received_lsn' : column));
const V10 = V11.filter((column) => !column.startsWith('sender_'));

export const pgStatWalReceiver = plain(
  'pg_stat_wal_receiver',
  [V13, V11, V10],
  columns(
    'receive_start_lsn receive_start_tli written_lsn flushed_lsn received_lsn received_tli last_msg_send_time last_msg_receipt_time latest_end_lsn latest_end_time sender_host',
  ),
  'conninfo',
);
