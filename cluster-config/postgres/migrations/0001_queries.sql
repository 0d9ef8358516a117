-- Orleans reads what it executes from this table, once, when a process starts. The name of the table and its columns,
-- the keys, and the names of the queries' parameters and columns are Orleans' contract; all else is ours.
CREATE TABLE OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);
