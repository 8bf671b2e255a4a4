// The first row of every district, and how long steps say what they do.
import pg from 'pg';

export type Say = (line: string) => void;

/** A district for the public pages, made when there is none yet. */
export async function ensureDistrict(config: pg.ClientConfig, code: string, name: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(
      'insert into districts (code, name) select $1, $2 where not exists (select from districts)',
      [code, name],
    );
  } finally {
    await client.end();
  }
}
