DROP FUNCTION joined_to_seen_case(uuid), sees_case(uuid), on_list_of_referral(uuid), on_list_of_case(uuid);
