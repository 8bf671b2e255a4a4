-- Which of the five institutions it is (前期调查、日常检视、培训演练、应急响应、风险处置): with the phase it makes the completeness matrix.
alter table reg_institutions add column sort text;
