// How a risk is weighed: likelihood × impact, five steps each. A matrix of consequence and likelihood is one of the techniques of
// GB/T 27921 (风险管理 风险评估技术); the four levels and their colours are those of 安委办〔2016〕3号. Neither fixes where one level ends and
// the next begins: the bounds here are the product's own beginning.
const riskLevels = ['major', 'larger', 'general', 'low'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** The least product of likelihood and impact at which a level begins, the highest first. */
export const riskBounds: readonly { level: RiskLevel; from: number }[] = [
  { level: 'major', from: 20 },
  { level: 'larger', from: 12 },
  { level: 'general', from: 6 },
  { level: 'low', from: 1 },
];

export function levelOfRisk(likelihood: number, impact: number): RiskLevel {
  return riskBounds.find((one) => likelihood * impact >= one.from)?.level ?? 'low';
}
