-- +goose Up
-- Accounts of both apps are joined on the unionid, know how surely their owner is known, and may hold the phone number that WeChat told. SQLite cannot drop a column that a check names, so the table is made
-- anew; dropping the old one would empty what points at it, which is kept meanwhile.
CREATE TABLE wechat_accounts_new (
    id            TEXT NOT NULL PRIMARY KEY,
    app           TEXT NOT NULL,
    open_id       BLOB NOT NULL,
    open_id_index TEXT NOT NULL,
    union_id      BLOB NOT NULL,
    union_index   TEXT NOT NULL,
    union_due_at  DATETIME,
    person_id     TEXT,
    assurance     INTEGER NOT NULL,
    claimed       TEXT NOT NULL,
    phone         BLOB NOT NULL,
    phone_index   TEXT NOT NULL,
    phone_at      DATETIME,
    phone_lent    BOOLEAN NOT NULL,
    followed_at   DATETIME NOT NULL,
    scene         TEXT NOT NULL,
    CONSTRAINT wechat_accounts_openid UNIQUE (app, open_id_index),
    CONSTRAINT wechat_accounts_app_known CHECK (app IN ('oa', 'mini')),
    CONSTRAINT wechat_accounts_claimed_known CHECK (claimed IN ('', 'active', 'veteran', 'disabled_veteran', 'military_family', 'bereaved_family', 'other')),
    CONSTRAINT wechat_accounts_assurance_range CHECK (assurance BETWEEN 0 AND 3 AND (assurance = 0 OR person_id IS NOT NULL)),
    CONSTRAINT wechat_accounts_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
INSERT INTO wechat_accounts_new
SELECT id, app, open_id, open_id_index, x'', '', CASE WHEN app = 'oa' THEN followed_at END, person_id,
    CASE WHEN verified THEN 3 WHEN person_id IS NOT NULL THEN 1 ELSE 0 END, claimed, x'', '', NULL, FALSE, followed_at, scene
FROM wechat_accounts;
CREATE TABLE handoffs_kept AS SELECT id, account_id FROM handoffs WHERE account_id IS NOT NULL;
DROP TABLE wechat_accounts;
ALTER TABLE wechat_accounts_new RENAME TO wechat_accounts;
UPDATE handoffs SET account_id = (SELECT account_id FROM handoffs_kept k WHERE k.id = handoffs.id) WHERE id IN (SELECT id FROM handoffs_kept);
DROP TABLE handoffs_kept;
CREATE INDEX wechat_accounts_person_idx ON wechat_accounts (person_id);
CREATE INDEX wechat_accounts_union_idx ON wechat_accounts (union_index);
CREATE INDEX wechat_accounts_union_due_idx ON wechat_accounts (union_due_at);
CREATE INDEX wechat_accounts_phone_idx ON wechat_accounts (phone_index);

-- +goose Down
CREATE TABLE wechat_accounts_old (
    id            TEXT NOT NULL PRIMARY KEY,
    app           TEXT NOT NULL,
    open_id       BLOB NOT NULL,
    open_id_index TEXT NOT NULL,
    person_id     TEXT,
    verified      BOOLEAN NOT NULL,
    claimed       TEXT NOT NULL,
    followed_at   DATETIME NOT NULL,
    scene         TEXT NOT NULL,
    CONSTRAINT wechat_accounts_openid UNIQUE (app, open_id_index),
    CONSTRAINT wechat_accounts_app_known CHECK (app IN ('oa', 'mini')),
    CONSTRAINT wechat_accounts_claimed_known CHECK (claimed IN ('', 'active', 'veteran', 'disabled_veteran', 'military_family', 'bereaved_family', 'other')),
    CONSTRAINT wechat_accounts_verified_is_someone CHECK (NOT verified OR person_id IS NOT NULL),
    CONSTRAINT wechat_accounts_person_fk FOREIGN KEY (person_id) REFERENCES people (id)
);
INSERT INTO wechat_accounts_old
SELECT id, app, open_id, open_id_index, person_id, assurance >= 2, claimed, followed_at, scene FROM wechat_accounts;
CREATE TABLE handoffs_kept AS SELECT id, account_id FROM handoffs WHERE account_id IS NOT NULL;
DROP TABLE wechat_accounts;
ALTER TABLE wechat_accounts_old RENAME TO wechat_accounts;
UPDATE handoffs SET account_id = (SELECT account_id FROM handoffs_kept k WHERE k.id = handoffs.id) WHERE id IN (SELECT id FROM handoffs_kept);
DROP TABLE handoffs_kept;
CREATE INDEX wechat_accounts_person_idx ON wechat_accounts (person_id);
