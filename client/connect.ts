import { Client, Connection } from '@temporalio/client';

/** A client of Temporal. It connects with the first call, so that it can be made before the server is up. */
export function connectTemporal({ address, namespace }: { address: string; namespace: string }): Client {
  return new Client({ connection: Connection.lazy({ address }), namespace });
}
