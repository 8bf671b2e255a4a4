// The model of a district.
import type { RankedModel, RankedQuality } from '@renlin/core/text/ranked';
import type { Tx } from '../../platform/db/db.ts';

export type KeptModel = {
  version: number;
  madeAt: number;
  texts: number;
  quality: RankedQuality;
  model: RankedModel;
};

export async function findModel(tx: Tx): Promise<KeptModel | undefined> {
  const [row] = await tx.rows<KeptModel>(
    `select version, made_at as "madeAt", texts, quality, model from category_models where district_code = $1`,
    [tx.scope.district],
  );
  return row;
}

export async function keepModel(
  tx: Tx,
  { madeAt, texts, quality, model }: Omit<KeptModel, 'version'>,
): Promise<void> {
  // What did not change keeps its version: phones need not fetch it again.
  await tx.rows(
    `insert into category_models as m (district_code, version, made_at, texts, quality, model)
     values ($1, 1, to_timestamp($2 / 1000.0), $3, $4, $5)
     on conflict (district_code) do update set version = m.version + case when m.model = excluded.model then 0 else 1 end, made_at = excluded.made_at, texts = excluded.texts,
       quality = excluded.quality, model = excluded.model`,
    [tx.scope.district, madeAt, texts, JSON.stringify(quality), JSON.stringify(model)],
  );
}
