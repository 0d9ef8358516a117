-- Entries of a group that was new when they were counted were left out, where both happened in one transaction. All is counted anew.
DELETE FROM source_counts;
DELETE FROM group_counts;
DELETE FROM operator_counts;
DELETE FROM group_days;
DELETE FROM operator_days;
UPDATE rollup_state SET position = 0;
