-- an unused slip of the open session: X60BR5MZFH3HJQX8
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'voting','0001_year_and_reviews','2026-11-25 18:13:54.266743+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'voting','0002_ballots','2026-11-25 18:13:54.267157+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'voting','0003_assessment_and_staff','2026-11-25 18:13:54.267465+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'voting','0004_room_and_rehearsal','2026-11-25 18:13:54.267826+00:00');
CREATE TABLE counter (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        department TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('shown', 'held', 'filling')),
        mark TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, department, level, mark)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','55',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','60',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','61',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','62',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','63',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','64',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','65',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','66',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','alpha','shown','90',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','60',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','80',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','83',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','85',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','87',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','89',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','91',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','93',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','beta','shown','abstain',1);
INSERT INTO "counter" VALUES('2026/half-year','cadres','gamma','shown','70',8);
INSERT INTO "counter" VALUES('2026/half-year','cadres','gamma','shown','abstain',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','60',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','61',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','62',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','63',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','64',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','65',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','alpha','shown','66',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','83',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','85',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','87',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','89',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','91',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','93',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','beta','shown','abstain',1);
INSERT INTO "counter" VALUES('2026/half-year','leadership','gamma','shown','70',7);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','E',2);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','F',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','G',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','alpha','held','P',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','beta','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','cadres','beta','held','G',4);
INSERT INTO "counter" VALUES('2026/year-end','cadres','beta','held','abstain',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','E',2);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','F',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','G',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','alpha','held','P',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','beta','filling','G',1);
INSERT INTO "counter" VALUES('2026/year-end','leadership','beta','held','G',4);
INSERT INTO "counter" VALUES('2026/year-end','leadership','beta','held','abstain',1);
CREATE TABLE disqualification (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        cause TEXT NOT NULL,
        PRIMARY KEY (year, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "disqualification" VALUES(2026,'gamma','安全生产事故');
CREATE TABLE journal (
        position INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "journal" VALUES(1,'2026-11-25T18:13:54+00:00','command line','load','{"dead_slips":0,"digest":"87212aa2c6706dc1e2ecbe7927806729ccc03944348f86e31b4c6a938de4ca01","plan":"01a5de67f18847f9d7f843565bc94eabc128186d6430c54190f66e507925d33c","year":2026}','0000000000000000000000000000000000000000000000000000000000000000','45c943da64d4f9d1a8051f30c6df250dd4882e30b499b460cd955836da9548a5');
INSERT INTO "journal" VALUES(2,'2026-11-25T18:14:00+00:00','command line','staff','{"department":null,"name":"organiser","role":"organiser"}','45c943da64d4f9d1a8051f30c6df250dd4882e30b499b460cd955836da9548a5','ab60172a18933a23d69d6bac800dd93355e900e0c780e4333822e796bf18c5b5');
INSERT INTO "journal" VALUES(3,'2026-11-25T18:14:05+00:00','command line','staff','{"department":null,"name":"scrutineer","role":"scrutineer"}','ab60172a18933a23d69d6bac800dd93355e900e0c780e4333822e796bf18c5b5','212cc6bbfdc0c8ace9bd5bdac84d9f6c2f45168fa23482b593f75f9763fa9ebe');
INSERT INTO "journal" VALUES(4,'2026-11-25T18:14:10+00:00','command line','issue_slips','{"after_opening":false,"review":"2026/half-year","scrutineer":null,"slips":{"cadres":8,"leadership":8}}','212cc6bbfdc0c8ace9bd5bdac84d9f6c2f45168fa23482b593f75f9763fa9ebe','1565046456c2029b38d618f2f4ca5609302da34ae1be4bd1675be8bfda144f19');
INSERT INTO "journal" VALUES(5,'2026-11-25T18:14:14+00:00','command line','issue_slips','{"after_opening":false,"review":"2026/year-end","scrutineer":null,"slips":{"cadres":8,"leadership":8}}','1565046456c2029b38d618f2f4ca5609302da34ae1be4bd1675be8bfda144f19','cd58706a365ed9bff83eddb6bd0017048b1d685ba896f98ff8801d3b049775aa');
INSERT INTO "journal" VALUES(6,'2026-11-25T18:14:18+00:00','command line','open','{"departments":"all","review":"2026/half-year"}','cd58706a365ed9bff83eddb6bd0017048b1d685ba896f98ff8801d3b049775aa','b5717855752497c848336fc8a7fc8926b89e2600aecfdb0d473571b21d22fda4');
INSERT INTO "journal" VALUES(7,'2026-11-25T18:14:24+00:00','command line','open','{"departments":["alpha","beta"],"review":"2026/year-end"}','b5717855752497c848336fc8a7fc8926b89e2600aecfdb0d473571b21d22fda4','3263c506b4bbb11d6abb35cd9aafb0137e0164ef729cfeca2f280594174c5466');
INSERT INTO "journal" VALUES(8,'2026-11-25T18:14:35+00:00','command line','pause','{"review":"2026/half-year"}','3263c506b4bbb11d6abb35cd9aafb0137e0164ef729cfeca2f280594174c5466','33ff9cd6e8ee1e86559d83cddcb9428db2931bc7b53fa5c309cc5302c13abcb9');
INSERT INTO "journal" VALUES(9,'2026-11-25T18:14:39+00:00','command line','paper','{"group":"cadres","review":"2026/half-year","valid":2,"void":{}}','33ff9cd6e8ee1e86559d83cddcb9428db2931bc7b53fa5c309cc5302c13abcb9','b0d44e87845af5f48a5e3373a2a544a7999e772ecde86fcdf7182d84033a7903');
INSERT INTO "journal" VALUES(10,'2026-11-25T18:14:45+00:00','command line','close','{"by":["command line","scrutineer"],"digest":"1bd999fdf9b3be4780f5ef7376350500968e8e957ef6e88c56f1817b0d65748a","review":"2026/half-year"}','b0d44e87845af5f48a5e3373a2a544a7999e772ecde86fcdf7182d84033a7903','2fa0707e88f959ae816ddb59c5fc88cfe4aeca0c43c2148179dda38df53ed821');
INSERT INTO "journal" VALUES(11,'2026-11-25T18:14:49+00:00','command line','close_departments','{"departments":["alpha"],"review":"2026/year-end"}','2fa0707e88f959ae816ddb59c5fc88cfe4aeca0c43c2148179dda38df53ed821','f099221a4ecc1b45bac7554b1258b99274086b962e6b7c2cf33d95052e97e275');
INSERT INTO "journal" VALUES(12,'2026-11-25T18:14:53+00:00','command line','assess','{"digest":"87ea1f1c8a5dcd0e1bfb5f3287c854fa5379e19a86661bdd6e4eeb8dfdab4726","disqualified":{"gamma":"verified outside the program: 安全生产事故"},"figures":6,"year":2026}','f099221a4ecc1b45bac7554b1258b99274086b962e6b7c2cf33d95052e97e275','f19646e4c839d2007f94b078bad30215fdccd7d81bb6c57cf06f3818384b0323');
CREATE TABLE paper_counter (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        department TEXT NOT NULL,
        mark TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, department, mark)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE points (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        component TEXT NOT NULL CHECK (component IN ('daily', 'standardisation', 'district_result', 'honours')),
        points TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (year, department, component)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "points" VALUES(2026,'alpha','daily','66.5','');
INSERT INTO "points" VALUES(2026,'alpha','standardisation','28','');
INSERT INTO "points" VALUES(2026,'beta','daily','60','');
INSERT INTO "points" VALUES(2026,'beta','standardisation','29.25','');
INSERT INTO "points" VALUES(2026,'gamma','daily','70','');
INSERT INTO "points" VALUES(2026,'gamma','standardisation','30','');
CREATE TABLE review (
        key TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        id TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'paused', 'closed', 'annulled')),
        opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),
        revision INTEGER NOT NULL DEFAULT 0,
        speaking TEXT,
        screen_key TEXT NOT NULL,
        closing_by TEXT,
        closed_by TEXT, rehearsal INTEGER NOT NULL DEFAULT 0,
        UNIQUE (year, id)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review" VALUES('2026/half-year',2026,'half-year','half-year',0,'closed',1,19,NULL,'Ry_LdzB5nElCkFvvFpknbA',NULL,'command line + scrutineer',0);
INSERT INTO "review" VALUES('2026/year-end',2026,'year-end','year-end',1,'open',1,15,NULL,'fMu7QBX3Uk_cC5NjwicvdA',NULL,NULL,0);
CREATE TABLE review_department (
        review TEXT NOT NULL REFERENCES review (key),
        department TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'closed')),
        PRIMARY KEY (review, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review_department" VALUES('2026/half-year','alpha',0,'closed');
INSERT INTO "review_department" VALUES('2026/half-year','beta',1,'closed');
INSERT INTO "review_department" VALUES('2026/half-year','gamma',2,'closed');
INSERT INTO "review_department" VALUES('2026/year-end','alpha',0,'closed');
INSERT INTO "review_department" VALUES('2026/year-end','beta',1,'open');
INSERT INTO "review_department" VALUES('2026/year-end','gamma',2,'waiting');
CREATE TABLE review_group (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        slips INTEGER NOT NULL DEFAULT 0 CHECK (slips >= 0),
        late_slips INTEGER NOT NULL DEFAULT 0 CHECK (late_slips >= 0),
        returned INTEGER NOT NULL DEFAULT 0 CHECK (returned >= 0),
        paper INTEGER NOT NULL DEFAULT 0 CHECK (paper >= 0),
        PRIMARY KEY (review, grp)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review_group" VALUES('2026/half-year','cadres',8,0,7,2);
INSERT INTO "review_group" VALUES('2026/half-year','leadership',8,0,7,0);
INSERT INTO "review_group" VALUES('2026/year-end','cadres',8,0,6,0);
INSERT INTO "review_group" VALUES('2026/year-end','leadership',8,0,6,0);
CREATE TABLE screen (
        review TEXT PRIMARY KEY REFERENCES review (key),
        mode TEXT NOT NULL CHECK (mode IN ('turnout', 'tally', 'reveal')),
        arrangement TEXT NOT NULL CHECK (arrangement IN ('plan', 'score')),
        revealed INTEGER NOT NULL CHECK (revealed >= 0),
        countdown_until TEXT,
        how_to_vote INTEGER NOT NULL CHECK (how_to_vote IN (0, 1)),
        wifi TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
CREATE TABLE slip (
        code TEXT PRIMARY KEY,
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('issued', 'returned', 'cancelled'))
    ) STRICT, WITHOUT ROWID;
INSERT INTO "slip" VALUES('033ec7757f29bbafc0908435d95035bf8ef7d83f75908177be29b6024a34e2cf','2026/half-year','cadres','issued');
INSERT INTO "slip" VALUES('06bca6a4ac24f0c4dd764df0f51e3150907388531dc2ae0a18591e1018eacd16','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('196a498ea8a1537b9e8d9c2747e58fc875ab353d87c4792d0b9615258967d286','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('2ce650c553aead4d0c0d593baf3582c880d9506cae7aa4aa5e6d3430fcbff60b','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('34fc18b1fe3d76e22f7366acf47eff1f3836ff3f470701b9b5692d5d626d8063','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('53f11f6f8aab34250b0f15e9eed15a396fd48734d5d221e6b945608e8671c954','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('561910f6e7d1ea5e33a552416261a5ade15a03bde028e93ee50c747b529eeb9a','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('57161e70074002e03cf155a8ab6e0cc615113349884cd3bc17ea482d716e3db8','2026/year-end','cadres','issued');
INSERT INTO "slip" VALUES('640e1ea6d8e2365251037bccb674bc7e672a0b65a224dee135eb7e4605f2d526','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('6544797a5de35c618f1693260533c9cef353718190f60bd57a4f77f3c9508b54','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('6618863b0a8bdadb4185a69ac141b49d8e1c3907cd7f63903326f7a6baf671b4','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('6e416d74c98e2330a6deb493b9fca8772e7901f2bf5ac25ea606d9250246e8f9','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('72848152e0cd19260778fabd96164f07bb9191a8b289dc22e07bc07d4dc97ba3','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('78b4066696c7ea1d033c080682fc01997aa3555645da6ef305e3cddb38399b04','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('85c30aef57e5cc8af3f6efa80db86e93830428100619ca9cfd62e112119f6981','2026/half-year','leadership','issued');
INSERT INTO "slip" VALUES('92c6a8eafccffdaa30d410632e598cf6af2ad3b61f317f31a6025e268e8fa549','2026/year-end','leadership','issued');
INSERT INTO "slip" VALUES('93002db1f039a628e60b6521304bc58797f0d76cf4d1ec5f414f43dc7fd62003','2026/year-end','cadres','issued');
INSERT INTO "slip" VALUES('95a09516d17cc85cfc78df53bc56242af4b9403c179200afcbb79dcb8d01c49a','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('9853a99ec34b3c17f48d846eb84f30b3636a9510da13a08420659b592160c2af','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('98cac4c809261f9ce5c90518659f5f06904396d4e35c345e4af7c4d297729640','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('9998f47b4e7e77376a152424c46158ce6033a62e2fc147c2e4b27f3328f202e9','2026/year-end','leadership','issued');
INSERT INTO "slip" VALUES('a2575c612ef955762a830fbcc56cfc4e358f6bd8d4983640bf70c462d5793e5a','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('a28d7be9041a46a0f8d2df84e4df50897c988e1e4ad79db582d8bf4d883b578d','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('ad1876b0bab90857fd9403ecc7e1e1ecf5f619c8aabb1e8d0a36fc31bf4df495','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('b93293a8e00b0f1a861f9fbf0acca1985539f3040780f2c51582ba66f8bc619f','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('c4a5643913245a26ecd6681715fde411b65031f6ecfa571d75261be400167fed','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('cb4179f76fa5cc35a66227d34b95804c44c1874c41488b3ccec4712408eb3be7','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('d02c7592bab5a5111b8d28902771b5b0b633116091fb14ab3f68e7c170af2dc5','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('e24f313c45290b3e4debf295e8d92dda0812f911d93c857c02b16317b1979de2','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('ed9cd977e4efc170485433bf44733da7aa540124ac68f2d669b03ea96ac5c79b','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('f98b65d97a520ec575b3e8f4b429779515134f15d787bb9b2858317a65615fc1','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('fff907eb89143da5b12be5ec4663bd546b928d8344cb52ad637258873640409e','2026/year-end','leadership','returned');
CREATE TABLE spent (
        slip TEXT NOT NULL REFERENCES slip (code),
        department TEXT NOT NULL,
        grp TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (slip, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "spent" VALUES('06bca6a4ac24f0c4dd764df0f51e3150907388531dc2ae0a18591e1018eacd16','*','leadership','09937cf679cbc24518d9ade79fd91edc370d73163ba33fc8dabccfbfa2a8e7d2');
INSERT INTO "spent" VALUES('196a498ea8a1537b9e8d9c2747e58fc875ab353d87c4792d0b9615258967d286','*','leadership','c116004a7ac9d71e61ce52c096c948089dca2b3b9db15e9a20eb4328f3898e0e');
INSERT INTO "spent" VALUES('2ce650c553aead4d0c0d593baf3582c880d9506cae7aa4aa5e6d3430fcbff60b','alpha','leadership','74ce9f3c183e9f30f2439bc87bbcb028a2cdb45537cef5b27d655391c2b78fb5');
INSERT INTO "spent" VALUES('2ce650c553aead4d0c0d593baf3582c880d9506cae7aa4aa5e6d3430fcbff60b','beta','leadership','74ce9f3c183e9f30f2439bc87bbcb028a2cdb45537cef5b27d655391c2b78fb5');
INSERT INTO "spent" VALUES('34fc18b1fe3d76e22f7366acf47eff1f3836ff3f470701b9b5692d5d626d8063','*','cadres','dc0d1e7e08572a0d1d9a04393223bb21dc9fa8db66fdd77132eb084205966c7a');
INSERT INTO "spent" VALUES('53f11f6f8aab34250b0f15e9eed15a396fd48734d5d221e6b945608e8671c954','*','leadership','f0e0a260ac64f4a60a8bfd917fb691972cd64c20230151683968bfafea44fd31');
INSERT INTO "spent" VALUES('561910f6e7d1ea5e33a552416261a5ade15a03bde028e93ee50c747b529eeb9a','alpha','leadership','cb222fa299d6d5d502c50d7d51738140ad9372ca5aefc7ecb486eabf02844dae');
INSERT INTO "spent" VALUES('561910f6e7d1ea5e33a552416261a5ade15a03bde028e93ee50c747b529eeb9a','beta','leadership','cb222fa299d6d5d502c50d7d51738140ad9372ca5aefc7ecb486eabf02844dae');
INSERT INTO "spent" VALUES('640e1ea6d8e2365251037bccb674bc7e672a0b65a224dee135eb7e4605f2d526','alpha','leadership','ce210e05abfc86868b8fc15bdf19b875652648884840271fd89104166d84c370');
INSERT INTO "spent" VALUES('640e1ea6d8e2365251037bccb674bc7e672a0b65a224dee135eb7e4605f2d526','beta','leadership','ce210e05abfc86868b8fc15bdf19b875652648884840271fd89104166d84c370');
INSERT INTO "spent" VALUES('6544797a5de35c618f1693260533c9cef353718190f60bd57a4f77f3c9508b54','*','cadres','c4b8733e7ba42754c308b12ec3070ffda4b2a90ee7aa2ccdad872ddc812140f3');
INSERT INTO "spent" VALUES('6618863b0a8bdadb4185a69ac141b49d8e1c3907cd7f63903326f7a6baf671b4','*','cadres','2ad9e454389533c309fc69faed08bf11e0697ac977c0dd15bd58e74ad57605ef');
INSERT INTO "spent" VALUES('6e416d74c98e2330a6deb493b9fca8772e7901f2bf5ac25ea606d9250246e8f9','*','cadres','ccf4b4f569c2d9e5755e44e99d19fb6558ae9ee455f6bda1b87496b33dec344e');
INSERT INTO "spent" VALUES('72848152e0cd19260778fabd96164f07bb9191a8b289dc22e07bc07d4dc97ba3','alpha','cadres','8c04c133454021740dd0491d646715f472c04799f4665fbcf94608236ffb7bbc');
INSERT INTO "spent" VALUES('72848152e0cd19260778fabd96164f07bb9191a8b289dc22e07bc07d4dc97ba3','beta','cadres','8c04c133454021740dd0491d646715f472c04799f4665fbcf94608236ffb7bbc');
INSERT INTO "spent" VALUES('78b4066696c7ea1d033c080682fc01997aa3555645da6ef305e3cddb38399b04','*','cadres','a4301c674b9444798d933285b3d28e396bd0429f36cbd309c59fdfcb751f93ca');
INSERT INTO "spent" VALUES('95a09516d17cc85cfc78df53bc56242af4b9403c179200afcbb79dcb8d01c49a','alpha','cadres','3ca91e8b8929bbedef3d305fd65adabfb36e61ef6b836f2fa1776fd6909f6b76');
INSERT INTO "spent" VALUES('95a09516d17cc85cfc78df53bc56242af4b9403c179200afcbb79dcb8d01c49a','beta','cadres','3ca91e8b8929bbedef3d305fd65adabfb36e61ef6b836f2fa1776fd6909f6b76');
INSERT INTO "spent" VALUES('9853a99ec34b3c17f48d846eb84f30b3636a9510da13a08420659b592160c2af','*','cadres','cde89e6a448f6b9dc9fcfe3c32f9684b733a927146b0d3b355e16f3efa469839');
INSERT INTO "spent" VALUES('98cac4c809261f9ce5c90518659f5f06904396d4e35c345e4af7c4d297729640','*','leadership','5c0bb47391511bb0b710eb27052e5690bbca480138d4a0315bde3ac86da251dd');
INSERT INTO "spent" VALUES('a2575c612ef955762a830fbcc56cfc4e358f6bd8d4983640bf70c462d5793e5a','*','cadres','91e2239c6fbed93a7bb0039329f4ce591c98fd25d02a7c1c9f043629d1068495');
INSERT INTO "spent" VALUES('a28d7be9041a46a0f8d2df84e4df50897c988e1e4ad79db582d8bf4d883b578d','alpha','cadres','ae8aee919fc17fa88502488cc3bdd015e0084b866c0a528920c6cc45e0c7eb28');
INSERT INTO "spent" VALUES('a28d7be9041a46a0f8d2df84e4df50897c988e1e4ad79db582d8bf4d883b578d','beta','cadres','ae8aee919fc17fa88502488cc3bdd015e0084b866c0a528920c6cc45e0c7eb28');
INSERT INTO "spent" VALUES('ad1876b0bab90857fd9403ecc7e1e1ecf5f619c8aabb1e8d0a36fc31bf4df495','*','leadership','3907b727550693476192958455c058f296392f44c92841b793782e9c358efaff');
INSERT INTO "spent" VALUES('b93293a8e00b0f1a861f9fbf0acca1985539f3040780f2c51582ba66f8bc619f','*','leadership','8924a7bc409490f1ed551726c381e3bb9d21bc67574a900e0d869f5f7fcdc43a');
INSERT INTO "spent" VALUES('c4a5643913245a26ecd6681715fde411b65031f6ecfa571d75261be400167fed','alpha','cadres','372c5d8468ef2de76c7f096adf2d5a6419fde040120e620f8e68ada80ef9d6a0');
INSERT INTO "spent" VALUES('c4a5643913245a26ecd6681715fde411b65031f6ecfa571d75261be400167fed','beta','cadres','372c5d8468ef2de76c7f096adf2d5a6419fde040120e620f8e68ada80ef9d6a0');
INSERT INTO "spent" VALUES('cb4179f76fa5cc35a66227d34b95804c44c1874c41488b3ccec4712408eb3be7','alpha','cadres','57865b459a77f5667bbc0c902c7b59e79ba9ebb1ecb79073dbedf0198b2a8550');
INSERT INTO "spent" VALUES('cb4179f76fa5cc35a66227d34b95804c44c1874c41488b3ccec4712408eb3be7','beta','cadres','57865b459a77f5667bbc0c902c7b59e79ba9ebb1ecb79073dbedf0198b2a8550');
INSERT INTO "spent" VALUES('d02c7592bab5a5111b8d28902771b5b0b633116091fb14ab3f68e7c170af2dc5','*','leadership','04643b3e2b4431128809e9da370737ba24bee4bf260fdd05763cca8de28f0a12');
INSERT INTO "spent" VALUES('e24f313c45290b3e4debf295e8d92dda0812f911d93c857c02b16317b1979de2','alpha','leadership','7c8784cc13b9fb2e740a99d148eb135d258cf7a23ccf7089619020758b8e6fab');
INSERT INTO "spent" VALUES('e24f313c45290b3e4debf295e8d92dda0812f911d93c857c02b16317b1979de2','beta','leadership','7c8784cc13b9fb2e740a99d148eb135d258cf7a23ccf7089619020758b8e6fab');
INSERT INTO "spent" VALUES('ed9cd977e4efc170485433bf44733da7aa540124ac68f2d669b03ea96ac5c79b','alpha','leadership','c861458bf68de3f02afe6c64eb328e9be0bfab4a653b26e90fddefc9cad259fe');
INSERT INTO "spent" VALUES('ed9cd977e4efc170485433bf44733da7aa540124ac68f2d669b03ea96ac5c79b','beta','leadership','c861458bf68de3f02afe6c64eb328e9be0bfab4a653b26e90fddefc9cad259fe');
INSERT INTO "spent" VALUES('f98b65d97a520ec575b3e8f4b429779515134f15d787bb9b2858317a65615fc1','alpha','cadres','08d00d407da5f7ae704fc229d9485cab646ae6cbec7417acbc1324b475d3879e');
INSERT INTO "spent" VALUES('f98b65d97a520ec575b3e8f4b429779515134f15d787bb9b2858317a65615fc1','beta','cadres','08d00d407da5f7ae704fc229d9485cab646ae6cbec7417acbc1324b475d3879e');
INSERT INTO "spent" VALUES('fff907eb89143da5b12be5ec4663bd546b928d8344cb52ad637258873640409e','alpha','leadership','25a2e5b392db829a0847284f44b6c3b84eb5fbfeb8f45878c8814bd183793a63');
INSERT INTO "spent" VALUES('fff907eb89143da5b12be5ec4663bd546b928d8344cb52ad637258873640409e','beta','leadership','25a2e5b392db829a0847284f44b6c3b84eb5fbfeb8f45878c8814bd183793a63');
CREATE TABLE staff (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        department TEXT,
        password TEXT
    ) STRICT, WITHOUT ROWID;
INSERT INTO "staff" VALUES('organiser','organiser',NULL,'$argon2id$v=19$m=65536,t=3,p=4$Vb7uvq/Ig0pvoW3c83/p7A$mpIgCgkm588f+w3m0VBsySMmw5eP90vwN5SOeO+w91A');
INSERT INTO "staff" VALUES('scrutineer','scrutineer',NULL,'$argon2id$v=19$m=65536,t=3,p=4$SuCCRXoOJ2KgLO4pTB56uA$cA1xxbLSVl6dnPJo+baWzP1yZ4QmtsOGiF3yvw90xJY');
CREATE TABLE void_ballot (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        reason TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, reason)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE year (
        year INTEGER PRIMARY KEY CHECK (year BETWEEN 2000 AND 2100),
        office TEXT NOT NULL,
        plan TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "year" VALUES(2026,'小街道','[office]
name = "小街道"
year = 2026

[points]
daily = 70
standardisation = 30
review = 100

[scales.grades]
marks = [
    {id = "E", name = "优秀", points = 100},
    {id = "G", name = "良好", points = 80},
    {id = "F", name = "一般", points = 60},
    {id = "P", name = "较差", points = 40},
]

[scales.hundred]
minimum = 0
maximum = 100

[[groups]]
id = "leadership"
name = "领导成员"

[[groups]]
id = "cadres"
name = "机关干部"

[[departments]]
id = "alpha"
name = "甲办"
headcount = 12
directly_led = false

[[departments]]
id = "beta"
name = "乙办"
headcount = 9
directly_led = false

[[departments]]
id = "gamma"
name = "丙办"
headcount = 15
directly_led = false

[[reviews]]
id = "half-year"
name = "半年评议"
weight = "0.4"
pace = "together"
scale = "hundred"
live = "tally"
[reviews.groups]
leadership = {weight = 60, slips = 8}
cadres = {weight = 40, slips = 8}
[reviews.rules]
excellent_cap = 0
all_same = true

[[reviews]]
id = "year-end"
name = "年终述职"
weight = "0.6"
pace = "one_by_one"
scale = "grades"
live = "tally"
[reviews.groups]
leadership = {weight = 60, slips = 8}
cadres = {weight = 40, slips = 8}
[reviews.rules]
excellent_cap = 0
all_same = false

[scoring]
aggregation = "weighted_groups"
trim = "none"

[shortlist]
ratio = "0.3"
base = "participating"
rounding = "half_up"
tie = "tiebreak"

[quota]
excellent = "0.3"
directly_led = "0.3"
other = "0.2"
disqualified = "0.2"
rounding = "half_up"

[privacy]
batch = 5
min_group = 5
unanimous = "hide"
');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
COMMIT;
