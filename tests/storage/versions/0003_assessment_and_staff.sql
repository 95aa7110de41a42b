-- an unused slip of the open session: TNF0VR4WMHMCAAQX
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'voting','0001_year_and_reviews','2026-11-25 18:12:52.146082+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'voting','0002_ballots','2026-11-25 18:12:52.146437+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'voting','0003_assessment_and_staff','2026-11-25 18:12:52.146746+00:00');
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
INSERT INTO "journal" VALUES(1,'2026-11-25T18:12:52+00:00','command line','load','{"dead_slips":0,"digest":"87212aa2c6706dc1e2ecbe7927806729ccc03944348f86e31b4c6a938de4ca01","plan":"01a5de67f18847f9d7f843565bc94eabc128186d6430c54190f66e507925d33c","year":2026}','0000000000000000000000000000000000000000000000000000000000000000','e6d67f4ad7372e06de47d2fb71eaa0b67249067cfd9812a45b4b764d0caabf21');
INSERT INTO "journal" VALUES(2,'2026-11-25T18:12:56+00:00','command line','staff','{"department":null,"name":"organiser","role":"organiser"}','e6d67f4ad7372e06de47d2fb71eaa0b67249067cfd9812a45b4b764d0caabf21','d92870b640822be169ba70f486c37aaadb686536be00167e43a387651ca12d0a');
INSERT INTO "journal" VALUES(3,'2026-11-25T18:13:02+00:00','command line','staff','{"department":null,"name":"scrutineer","role":"scrutineer"}','d92870b640822be169ba70f486c37aaadb686536be00167e43a387651ca12d0a','33a7ef74f45f520b4db9c2de9863aab032aa60fb666914e30b4ead4e8af0ff45');
INSERT INTO "journal" VALUES(4,'2026-11-25T18:13:06+00:00','command line','issue_slips','{"after_opening":false,"review":"2026/half-year","scrutineer":null,"slips":{"cadres":8,"leadership":8}}','33a7ef74f45f520b4db9c2de9863aab032aa60fb666914e30b4ead4e8af0ff45','08857681d0d505efd231f559ea10eb58ab5c9b795ee4703fbecab616bfc3e6b8');
INSERT INTO "journal" VALUES(5,'2026-11-25T18:13:09+00:00','command line','issue_slips','{"after_opening":false,"review":"2026/year-end","scrutineer":null,"slips":{"cadres":8,"leadership":8}}','08857681d0d505efd231f559ea10eb58ab5c9b795ee4703fbecab616bfc3e6b8','2d82d8da2ffe2026036a86f05204b21c748f5392a0c4817eb1ba63ee7974fc8f');
INSERT INTO "journal" VALUES(6,'2026-11-25T18:13:14+00:00','command line','open','{"departments":"all","review":"2026/half-year"}','2d82d8da2ffe2026036a86f05204b21c748f5392a0c4817eb1ba63ee7974fc8f','2028cee954d81db2b5729d61d80503ffdd861093aeae619f3fc5ad92a7a9cc34');
INSERT INTO "journal" VALUES(7,'2026-11-25T18:13:17+00:00','command line','open','{"departments":["alpha","beta"],"review":"2026/year-end"}','2028cee954d81db2b5729d61d80503ffdd861093aeae619f3fc5ad92a7a9cc34','24b8591d7b9bda217536db7bd45bb857e3f089d8dc549593f77404ffb7d82296');
INSERT INTO "journal" VALUES(8,'2026-11-25T18:13:26+00:00','command line','pause','{"review":"2026/half-year"}','24b8591d7b9bda217536db7bd45bb857e3f089d8dc549593f77404ffb7d82296','45051c709c9e243d5470cd0acc9ce4fdf68d6c3963b97913d0b617916ab47a49');
INSERT INTO "journal" VALUES(9,'2026-11-25T18:13:29+00:00','command line','paper','{"group":"cadres","review":"2026/half-year","valid":2,"void":{}}','45051c709c9e243d5470cd0acc9ce4fdf68d6c3963b97913d0b617916ab47a49','7c04888b35e2f9794540e484d913614f79bed86ab6b8c546c0ea942fa62b3262');
INSERT INTO "journal" VALUES(10,'2026-11-25T18:13:33+00:00','command line','close','{"by":["command line","scrutineer"],"digest":"1bd999fdf9b3be4780f5ef7376350500968e8e957ef6e88c56f1817b0d65748a","review":"2026/half-year"}','7c04888b35e2f9794540e484d913614f79bed86ab6b8c546c0ea942fa62b3262','e350a31f46d35a4950df554c3200c7f91846b6ab89b1445151e596814b540a7f');
INSERT INTO "journal" VALUES(11,'2026-11-25T18:13:35+00:00','command line','close_departments','{"departments":["alpha"],"review":"2026/year-end"}','e350a31f46d35a4950df554c3200c7f91846b6ab89b1445151e596814b540a7f','e2424683cbb4f137edc64e7bbd0bbc6b3df0cbc36b4a5fd7bb6c6a75b560d9ab');
INSERT INTO "journal" VALUES(12,'2026-11-25T18:13:39+00:00','command line','assess','{"digest":"87ea1f1c8a5dcd0e1bfb5f3287c854fa5379e19a86661bdd6e4eeb8dfdab4726","disqualified":{"gamma":"verified outside the program: 安全生产事故"},"figures":6,"year":2026}','e2424683cbb4f137edc64e7bbd0bbc6b3df0cbc36b4a5fd7bb6c6a75b560d9ab','197cd56eaa8a05c93032b950d439ab1cbd9cb4537737e0675e8c4ce7ea3ed7db');
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
        closed_by TEXT,
        UNIQUE (year, id)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "review" VALUES('2026/half-year',2026,'half-year','half-year',0,'closed',1,19,NULL,'5N89X6qAifFBXRAM2BvWSg',NULL,'command line + scrutineer');
INSERT INTO "review" VALUES('2026/year-end',2026,'year-end','year-end',1,'open',1,15,NULL,'N9yccab8yedCtJZykPin-Q',NULL,NULL);
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
CREATE TABLE slip (
        code TEXT PRIMARY KEY,
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('issued', 'returned', 'cancelled'))
    ) STRICT, WITHOUT ROWID;
INSERT INTO "slip" VALUES('01fd175ab0f5d44a12fa15c34d5748af91a880546d0569b1b03b67eeacdac036','2026/year-end','leadership','issued');
INSERT INTO "slip" VALUES('0347f7d82f4dce737a10e7e37e30f7cedb089425c830de221e3196534bd9749c','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('09232319c847345f4ae962c72f8ae9bdc1314db1664edd20392e34644cce165b','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('0b82c6a3f776f135d9290d01adef743b2ea15f11fb6962642fa7dfad4d702e68','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('2121fd8264f4e9f5e04be1c2ced5cbcfe85427f354fd5805bd7b7015c7e69625','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('2c21a50878b08844607463e94c5f161bf2125b01d0b6b0a3e4ef34fa6e3e49b1','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('2d2e5699a89d48fbe4236f527e6847db051abab8507ac5073c1e01569145f074','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('350cc764e670ad73e7672f24c58a1751f54f9a7e6bd056596aeb143a305e0487','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('366a60ace0f209dea0ef9f0e23e9438bd4911b53c6936b1a4d62fc0c61bebdd9','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('42d0adf1ea3ea1e354f8f3f9e7e751facd07aa6ed8fcf4529237037407ed6cfb','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('465660cec5e326a3f4c3bb359df58b205a92c0a7b3ece8faa57ddc78f622a036','2026/half-year','leadership','issued');
INSERT INTO "slip" VALUES('48240206a434e0e9d974f702023c5f6d566fe99c38390d2b2df56a57f9f356bd','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('4a20b1b96058501ecc11b43d721672c7a2a05d7503d9f11e100d9344e0076934','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('4d53b1a29b30eca46542b24062b755a1ff3467a72938d165c6c4627e2cf5d421','2026/half-year','cadres','issued');
INSERT INTO "slip" VALUES('5796b69bfb06251413b8d77a565c31ccc78c908b464faad31eb264ba793ed1e7','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('662438caa1f2a5a567107b5d47396512d4830ebe29ca69d4821038b886818395','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('681e5382ab8404f26e87f2c906d7db91b2b1fb152239d2e91d6d40dcec5d26ef','2026/year-end','leadership','issued');
INSERT INTO "slip" VALUES('78d92db1a906730b71794ecc457acfb794e69ec59aeb621af5df7f3eb7b0fb69','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('8f3959ecea2f6ed5eb9d92b7b70f369a0d7adbcbbe5c3597a59674a9143c94bc','2026/year-end','cadres','issued');
INSERT INTO "slip" VALUES('a682abb5e082d853269f5b32bd9e63c44497b650882b240d31c5cd857b257075','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('b181bb45080b2c61f399883ea392e4058d026bef28307b2120bd4b50e35c1048','2026/year-end','leadership','returned');
INSERT INTO "slip" VALUES('b4ad9f2944d582a4013d9344e9fb063e1a435ef8cb82c79b3acf6dd17d207292','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('bd41566ab91de7bf9a6ed4c605992faf52dc0aac6a4105604ad6d886aba86f7b','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('c2215ec6de9e5cdb3a6df695085967970f047f49c91b9f42e5ed76d41fd55afc','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('da07ee09c1471a8140649ebbe4a7ef752633a49dc29cfe2529b66aafd01c708f','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('de5c79cec52b0212530f9a9f774b0d5f0d5d989f8d28512a568f806897430dd1','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('df6622a44566509ac024c2b638f58e1fd218114cca901d6c512acbf17bee85c2','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('e95d8494371a9fe791079e5e74d98f42e34637c483ad611a220e62b462616759','2026/half-year','cadres','returned');
INSERT INTO "slip" VALUES('ee93b3875af69f24697a2428faa8b7f63347fd18a5a910f0f57d79f5087b940e','2026/year-end','cadres','issued');
INSERT INTO "slip" VALUES('f30c32c28b5b94748afd03e6a942347dab2eb4ebe21fb639bfdd549538a7e554','2026/half-year','leadership','returned');
INSERT INTO "slip" VALUES('f3b5bf31d668a89505bf73cb6579ca62808bf394bb2fcacc3972613ba5d97132','2026/year-end','cadres','returned');
INSERT INTO "slip" VALUES('fa5580af39325ec889d918bf211ab6dffce71fe7faa6b1068d38d935a94ec879','2026/year-end','leadership','returned');
CREATE TABLE spent (
        slip TEXT NOT NULL REFERENCES slip (code),
        department TEXT NOT NULL,
        grp TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (slip, department)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "spent" VALUES('0347f7d82f4dce737a10e7e37e30f7cedb089425c830de221e3196534bd9749c','*','cadres','768a976999be53977204636392bf83f89e7959720c66f648adcc9f59f8713839');
INSERT INTO "spent" VALUES('09232319c847345f4ae962c72f8ae9bdc1314db1664edd20392e34644cce165b','*','leadership','8539edb594a800258de3b6ff759872d7ddf366e2eac780f0cf71cda8d2831f6f');
INSERT INTO "spent" VALUES('0b82c6a3f776f135d9290d01adef743b2ea15f11fb6962642fa7dfad4d702e68','alpha','leadership','930b0a3687a70c6736438c117f33546861d50d77d00118b756d6a4898ff327c7');
INSERT INTO "spent" VALUES('0b82c6a3f776f135d9290d01adef743b2ea15f11fb6962642fa7dfad4d702e68','beta','leadership','930b0a3687a70c6736438c117f33546861d50d77d00118b756d6a4898ff327c7');
INSERT INTO "spent" VALUES('2121fd8264f4e9f5e04be1c2ced5cbcfe85427f354fd5805bd7b7015c7e69625','*','cadres','5e2f09978145c8dffe85d4c7450cd15be48998fcc13f6e2dc89f1619a0cf4e51');
INSERT INTO "spent" VALUES('2c21a50878b08844607463e94c5f161bf2125b01d0b6b0a3e4ef34fa6e3e49b1','alpha','leadership','985d38f795222645e3961aa7be541d42ec0ff06b43ac200422e856d111062e8e');
INSERT INTO "spent" VALUES('2c21a50878b08844607463e94c5f161bf2125b01d0b6b0a3e4ef34fa6e3e49b1','beta','leadership','985d38f795222645e3961aa7be541d42ec0ff06b43ac200422e856d111062e8e');
INSERT INTO "spent" VALUES('2d2e5699a89d48fbe4236f527e6847db051abab8507ac5073c1e01569145f074','*','leadership','a35ce5d0095e0247ec47a66b71d204815e897790b42e696c3210de0369e137b9');
INSERT INTO "spent" VALUES('350cc764e670ad73e7672f24c58a1751f54f9a7e6bd056596aeb143a305e0487','alpha','leadership','d6ebb6108d5f7953e39fad449417cd7f42d2197c0bc1a535337d1f383611e7d3');
INSERT INTO "spent" VALUES('350cc764e670ad73e7672f24c58a1751f54f9a7e6bd056596aeb143a305e0487','beta','leadership','d6ebb6108d5f7953e39fad449417cd7f42d2197c0bc1a535337d1f383611e7d3');
INSERT INTO "spent" VALUES('366a60ace0f209dea0ef9f0e23e9438bd4911b53c6936b1a4d62fc0c61bebdd9','*','leadership','acf611b3df88260b27cba320b9324ea579a6010c6a7ca1dd0c883017542e7316');
INSERT INTO "spent" VALUES('42d0adf1ea3ea1e354f8f3f9e7e751facd07aa6ed8fcf4529237037407ed6cfb','alpha','cadres','e0a2a6c6afc05f14c1d6c17299827d7316e91274db26b8e0005d63af88d59e52');
INSERT INTO "spent" VALUES('42d0adf1ea3ea1e354f8f3f9e7e751facd07aa6ed8fcf4529237037407ed6cfb','beta','cadres','e0a2a6c6afc05f14c1d6c17299827d7316e91274db26b8e0005d63af88d59e52');
INSERT INTO "spent" VALUES('48240206a434e0e9d974f702023c5f6d566fe99c38390d2b2df56a57f9f356bd','*','cadres','2e1422fde1cefbb5bffe8e0d245317b9eb219ccc3d2e0d3408ebbecbd486737b');
INSERT INTO "spent" VALUES('4a20b1b96058501ecc11b43d721672c7a2a05d7503d9f11e100d9344e0076934','alpha','leadership','5a1260618f2b3de865c3d1c2157f5b14f365ba6ad677932fd93731ef5055ebdc');
INSERT INTO "spent" VALUES('4a20b1b96058501ecc11b43d721672c7a2a05d7503d9f11e100d9344e0076934','beta','leadership','5a1260618f2b3de865c3d1c2157f5b14f365ba6ad677932fd93731ef5055ebdc');
INSERT INTO "spent" VALUES('5796b69bfb06251413b8d77a565c31ccc78c908b464faad31eb264ba793ed1e7','*','leadership','cb447cea7102a58dbcd236a6bbd745e0585df92dedcc3df0512866ee84bf0e1a');
INSERT INTO "spent" VALUES('662438caa1f2a5a567107b5d47396512d4830ebe29ca69d4821038b886818395','alpha','cadres','b9b1d7ed2e09063c728f9f52b09df5e948fc8b09ff92ed025ada8d68a4062a9d');
INSERT INTO "spent" VALUES('662438caa1f2a5a567107b5d47396512d4830ebe29ca69d4821038b886818395','beta','cadres','b9b1d7ed2e09063c728f9f52b09df5e948fc8b09ff92ed025ada8d68a4062a9d');
INSERT INTO "spent" VALUES('78d92db1a906730b71794ecc457acfb794e69ec59aeb621af5df7f3eb7b0fb69','alpha','cadres','fba070360b45bc7df15d2efce02dc4137a71792bba0e504556f0c2ffef664bf7');
INSERT INTO "spent" VALUES('78d92db1a906730b71794ecc457acfb794e69ec59aeb621af5df7f3eb7b0fb69','beta','cadres','fba070360b45bc7df15d2efce02dc4137a71792bba0e504556f0c2ffef664bf7');
INSERT INTO "spent" VALUES('a682abb5e082d853269f5b32bd9e63c44497b650882b240d31c5cd857b257075','*','leadership','c0bc16e2e9a97f2865066f2bf5b58bab4b68287a3e428dfc2273597f184ed522');
INSERT INTO "spent" VALUES('b181bb45080b2c61f399883ea392e4058d026bef28307b2120bd4b50e35c1048','alpha','leadership','e5681dddfa67813228a2bd96b08b01fe994d9280157564e4194606707ce4d803');
INSERT INTO "spent" VALUES('b181bb45080b2c61f399883ea392e4058d026bef28307b2120bd4b50e35c1048','beta','leadership','e5681dddfa67813228a2bd96b08b01fe994d9280157564e4194606707ce4d803');
INSERT INTO "spent" VALUES('b4ad9f2944d582a4013d9344e9fb063e1a435ef8cb82c79b3acf6dd17d207292','*','cadres','18a897bfc4d55c1eab5ffd111906ce4bdf12978608519c8d81c1e3b1da33d679');
INSERT INTO "spent" VALUES('bd41566ab91de7bf9a6ed4c605992faf52dc0aac6a4105604ad6d886aba86f7b','*','leadership','5605d155647dee998b94f79bc626429046a55e0517259a88a5b6c3f754a682ee');
INSERT INTO "spent" VALUES('c2215ec6de9e5cdb3a6df695085967970f047f49c91b9f42e5ed76d41fd55afc','alpha','cadres','8137aaae4f05cc96d02b40af6ed5c966494a430af9dc1f87ec09b29f5c8413a9');
INSERT INTO "spent" VALUES('c2215ec6de9e5cdb3a6df695085967970f047f49c91b9f42e5ed76d41fd55afc','beta','cadres','8137aaae4f05cc96d02b40af6ed5c966494a430af9dc1f87ec09b29f5c8413a9');
INSERT INTO "spent" VALUES('da07ee09c1471a8140649ebbe4a7ef752633a49dc29cfe2529b66aafd01c708f','*','cadres','5d700e67ad3b091f1d0b6b44d8659285050a405d5542d90a9bfdcde95daabd18');
INSERT INTO "spent" VALUES('de5c79cec52b0212530f9a9f774b0d5f0d5d989f8d28512a568f806897430dd1','*','cadres','2bc0f3184891f2add9fb9a019e13fa81b5c98687129056cf06b7eaecd1c152e8');
INSERT INTO "spent" VALUES('df6622a44566509ac024c2b638f58e1fd218114cca901d6c512acbf17bee85c2','alpha','cadres','bcc56a0b1874f62eb36ece7f07b9165501aeb6d7c9eb3d795d81ae406420b78c');
INSERT INTO "spent" VALUES('df6622a44566509ac024c2b638f58e1fd218114cca901d6c512acbf17bee85c2','beta','cadres','bcc56a0b1874f62eb36ece7f07b9165501aeb6d7c9eb3d795d81ae406420b78c');
INSERT INTO "spent" VALUES('e95d8494371a9fe791079e5e74d98f42e34637c483ad611a220e62b462616759','*','cadres','b9a033b6832afc5c6a49c1007b7c04b3cb12c964bd4e5f9c42e26759f230f3b0');
INSERT INTO "spent" VALUES('f30c32c28b5b94748afd03e6a942347dab2eb4ebe21fb639bfdd549538a7e554','*','leadership','9b2c3f3e36f177d6b4f8b72ace04aefaa3ada70d0be4dcfa45e59f991cd0160c');
INSERT INTO "spent" VALUES('f3b5bf31d668a89505bf73cb6579ca62808bf394bb2fcacc3972613ba5d97132','alpha','cadres','618323f38966315d1479df8673f9fb2ffcaa2b1181f47f0ca539c0913ba69331');
INSERT INTO "spent" VALUES('f3b5bf31d668a89505bf73cb6579ca62808bf394bb2fcacc3972613ba5d97132','beta','cadres','618323f38966315d1479df8673f9fb2ffcaa2b1181f47f0ca539c0913ba69331');
INSERT INTO "spent" VALUES('fa5580af39325ec889d918bf211ab6dffce71fe7faa6b1068d38d935a94ec879','alpha','leadership','8a321e42a112c2a2610f775d8355f7ff222c7667ef90bdb531209fdf521b3a49');
INSERT INTO "spent" VALUES('fa5580af39325ec889d918bf211ab6dffce71fe7faa6b1068d38d935a94ec879','beta','leadership','8a321e42a112c2a2610f775d8355f7ff222c7667ef90bdb531209fdf521b3a49');
CREATE TABLE staff (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        department TEXT,
        password TEXT
    ) STRICT, WITHOUT ROWID;
INSERT INTO "staff" VALUES('organiser','organiser',NULL,'$argon2id$v=19$m=65536,t=3,p=4$MIRcepGhQJRN49rtN4vOIw$SVCQbcxCgnnq4eKS8px4cYB5Q/5AZFy0McAundK7oRs');
INSERT INTO "staff" VALUES('scrutineer','scrutineer',NULL,'$argon2id$v=19$m=65536,t=3,p=4$mJavOkq+LkyKZhJ22WfY2g$aTI/+t1idKiYB7fIOVHO2p3LrDe3xohGi6/dsjY1X6c');
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
